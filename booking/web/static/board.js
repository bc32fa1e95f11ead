/* The lobby board renews itself each minute without going dark, and says so when it could not for ten minutes.
   An older browser, such as a television's, loads the whole page each minute. Without this script the page reloads itself, and its style sheet says when it is old (board.css). */
"use strict"
{
  const board = () => document.querySelector(".tp-board")
  const seconds = name => Number(board().dataset[name]) * 1000
  let renewedAt = Date.now()

  const show = () => board().classList.toggle("is-stale", Date.now() - renewedAt > seconds("stale"))

  const renew = async () => {
    const patience = new AbortController()
    const enough = setTimeout(() => patience.abort(), 20000)
    try {
      const answer = await fetch(location.href, {cache: "no-store", headers: {"Treffpunkt-Live": "1"}, signal: patience.signal})
      const fresh = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".tp-board")
      if (fresh) {
        board().replaceWith(fresh)
        renewedAt = Date.now()
      }
    } catch {
      // the house or the network is away: what is shown stays, until it is too old
    } finally {
      clearTimeout(enough)
    }
    show()
  }

  const canRenew = "fetch" in window && "AbortController" in window && "replaceWith" in Element.prototype
  setInterval(canRenew ? renew : () => location.reload(), seconds("refresh"))
  setInterval(show, 5000)
}
