"""The room that talks to fine-tuning services; nothing else in ftprep opens a connection."""
