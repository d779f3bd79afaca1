// Lights the sentences of the value in hand, and brings the first of them into the pane beside it.
// Without this script every value still links to its sentence and back.

const lit = new Set()

function light(value, bring) {
  for (const sentence of lit) sentence.classList.remove("rd-lit")
  lit.clear()
  for (const id of (value?.dataset.sentences ?? "").split(" ").filter(Boolean)) {
    const sentence = document.getElementById(id)
    if (!sentence) continue
    sentence.classList.add("rd-lit")
    lit.add(sentence)
  }
  const first = lit.values().next().value
  const pane = document.querySelector(".rd-notice")
  if (!bring || !first || getComputedStyle(pane).overflowY === "visible") return
  const top = first.getBoundingClientRect().top - pane.getBoundingClientRect().top
  if (top < 60 || top > pane.clientHeight - 80) {
    pane.scrollTop += top - pane.clientHeight / 3
  }
}

function valueOf(target) {
  return target instanceof Element ? target.closest(".rd-value") : null
}

function arrived() {
  const value = valueOf(document.getElementById(location.hash.slice(1)))
  if (!value) return
  light(value, true)
  value.querySelector("textarea, .rd-decide input:not([type=hidden]), button")?.focus({ preventScroll: true })
}

document.addEventListener("focusin", event => valueOf(event.target) && light(valueOf(event.target), true))
document.addEventListener("pointerover", event => valueOf(event.target) && light(valueOf(event.target), false))
window.addEventListener("hashchange", arrived)
arrived()
