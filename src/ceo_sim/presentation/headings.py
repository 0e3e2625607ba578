"""What stands over the parts of a turn, and what is said of a game as a whole, on every face."""

from __future__ import annotations

AGENDA, NO_AGENDA = "Your agenda", "Nothing is on your agenda."
AT_STAKE, STANDING, PROMISED = "At stake", "How things stand", "Promised"
ADVISERS, ADVISED = "Your advisers", "What your advisers see"
IN_THE_ROOM, OPTIONS, YOUR_REASON = "In the room", "Options", "Your reason"
MOVED = "What moved"
VALUES_ASKED = "What do you stand for?"
MIRRORED = "Mirrored: the political poles of this story have changed places."
READ_ONLY = "Another game has this save open; here it can only be looked at."
SAVED_AGAIN = "The game is saved again."
VALUES_NOTE = "They are kept, change nothing, and are held up to you at the end."
REASON_NOTE = "It is kept with your choice, shown to you afterwards, and never judged."
CAUSES_ADD_UP = "The causes add up to the value, to the digit. Each says what its number rests on."
NO_GROUND = "The author gives no ground for it."
PREDICTION_NOTE = "What you say changes nothing; it is held against what came, after the end."


def no_right_or_wrong(answers: str) -> str:
    """What is said at the end of so many answers: `12 decisions`."""
    return f"{answers} of yours led here. None of them is marked right or wrong."


def going_back(name: str, path: object) -> str:
    """What going back to an answer means; the new game is called `name`, and this one is kept in `path`."""
    return f"It begins a new game, “{name}”. This one stays as it is, in {path}."
