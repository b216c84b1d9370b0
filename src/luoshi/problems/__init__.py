"""Problems: registered, rectified, verified by somebody else, struck off, looked back at."""
