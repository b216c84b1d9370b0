"""A browser without a window: one person's cookies, and requests that carry them."""

from contextlib import closing
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

PATIENCE = 30.0
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
NO_ANSWER = (OSError, HTTPException)


class Browser:
    """Keeps cookies from request to request."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._cookies: dict[str, str] = {}

    def get(self, path: str) -> int:
        """The status of the answer. Raises one of NO_ANSWER."""
        return self._ask("GET", path, None)

    def post(self, path: str, **fields: object) -> int:
        """The status of the answer to a form. Raises one of NO_ANSWER."""
        return self._ask("POST", path, urlencode({**fields, "csrfmiddlewaretoken": self._cookies.get("csrftoken", "")}))

    def answers(self, path: str) -> bool:
        """True if that page can be read now."""
        try:
            return self.get(path) == 200
        except NO_ANSWER:
            return False

    def _ask(self, method: str, path: str, body: str | None) -> int:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        with closing(HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)) as connection:
            connection.request(method, path, body, headers | (FORM if body else {}))
            answer = connection.getresponse()
            answer.read()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, rest = cookie.partition("=")
            self._cookies[name] = rest.partition(";")[0]
        return answer.status
