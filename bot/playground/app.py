"""The page server: the built page, the API behind it, and the shared clock, on loopback alone."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web

from bot.playground.page_api import PageApi, kind_errors
from bot.playground.page_guard import add_headers, guard

DIST = Path(__file__).parent / "page" / "dist"
MAX_BODY = 2 * 1024 * 1024
NOT_BUILT = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Potluck playground</title>
<h1>The page is not built yet</h1>
<p>The playground itself is running.
<code>python3 infra/dev.py demo</code> in the repository builds its page; then load this again.</p></html>"""


class PageServer:
    def __init__(self, api: PageApi, dist: Path = DIST) -> None:
        self._api = api
        self._dist = dist.resolve()
        self._runner: web.AppRunner | None = None

    def app(self) -> web.Application:
        app = web.Application(middlewares=[guard, kind_errors], client_max_size=MAX_BODY)
        app.on_response_prepare.append(add_headers)
        app.on_shutdown.append(self._end_streams)
        app.add_routes([*self._api.routes(), web.get("/{path:.*}", self._file)])
        return app

    async def start(self, *, port: int = 0) -> str:
        """Returns the page's address."""
        self._runner = web.AppRunner(self.app(), access_log=None, handler_cancellation=True, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}/"

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _file(self, request: web.Request) -> web.StreamResponse:
        path = (self._dist / (request.match_info["path"] or "index.html")).resolve()
        if path.is_relative_to(self._dist) and path.is_file():
            return web.FileResponse(path)
        if path == self._dist / "index.html":
            return web.Response(text=NOT_BUILT, content_type="text/html", status=503)
        raise web.HTTPNotFound(text='{"error": "There is nothing here."}', content_type="application/json")

    async def _end_streams(self, _app: web.Application) -> None:
        self._api.close()
