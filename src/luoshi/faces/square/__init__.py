"""The public's pages: give an opinion, follow it by its code. No account, nothing kept of who reads them."""
