"""What the short words on the keys stand for."""

from __future__ import annotations

MEANINGS = {
    "advice": "what your advisers see and say",
    "all that moved": "the small moves, too",
    "card": "copy a card of this game as text, to show to others",
    "delete": "move it to the trash, from where it can come back",
    "endings met": "the endings that your games have come to",
    "export": "copy a save to a file of your own",
    "folder": "open the folder in which your games are",
    "forecast": "an adviser's forecast, for some of your time",
    "import": "take in a save from elsewhere",
    "leave": "to the title, or out of the game",
    "meter": "show the next meter",
    "more": "the list of all commands",
    "never ask": "no more predictions, until the settings say otherwise",
    "one day": "let exactly one day pass",
    "next": "on to what needs you, or to what there is to tell",
    "note": "keep a note with it, in words of your own",
    "people": "who has been mentioned, and who they are to you now",
    "picture": "keep the card of this game as a picture beside the save",
    "play on": "go back to this decision, in a new game",
    "promises": "what you have promised, and by when",
    "reason": "write down why, in words of your own",
    "rename": "give it a name; its file keeps its own",
    "sender": "narrow the feed to one sender after another",
    "set up": "choose seed, poles and edition of a new game",
    "skip": "go on without a prediction",
    "stakes": "what can be lost, and how far off that is",
    "story": "what has happened so far",
    "trash": "what was deleted, and can come back",
    "undelete": "bring back what was deleted last",
    "why": "the causes of a meter, each with its source",
}
"""What the short words of the last line stand for, where they do not say it."""
