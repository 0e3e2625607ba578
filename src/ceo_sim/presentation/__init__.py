"""What a face tells, as plain data and worded once; a face lays it out, colours it, wraps it, and asks."""
