"""A slow network: what a page asks for waits until the test lets it go."""

from playwright.sync_api import Page, Route


class Held:
    """Requests for addresses like `pattern` wait until `let_go`; those that come after it go on at once.

    A request is told of before it can be held, so a test that has just seen one may let it go too early.
    """

    def __init__(self, page: Page, pattern: str) -> None:
        self.waiting: list[Route] = []
        self.gone = False
        # Playwright marks handlers, and a bound method cannot be marked.
        page.route(pattern, lambda route: self._met(route))

    def let_go(self) -> None:
        self.gone = True
        for route in self.waiting:
            route.continue_()

    def _met(self, route: Route) -> None:
        if self.gone:
            route.continue_()
        else:
            self.waiting.append(route)
