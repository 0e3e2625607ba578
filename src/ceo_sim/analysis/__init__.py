"""Many playthroughs looked at together."""
