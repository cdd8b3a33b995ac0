-- a comment that is not closed
SELECT /* not closed;
