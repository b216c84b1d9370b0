"""Opinions at the desk: the queue to be sorted one by one, entry of what came on paper, how a campaign takes them."""
