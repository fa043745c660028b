// The reader's own values: every block follows them, on every page and in both languages.
// A block names its parameters in data-parameters; a field (macros/values.py) names its own in data-parameter.
"use strict";

(() => {
  const store = {
    read() {
      try { return __md_get("values") || {} } catch { return {} }
    },
    write(values) { __md_set("values", values) },
  }

  const fits = (value, pattern) => new RegExp(`^(?:${pattern})$`).test(value)

  // The code as it was built; every change starts from it.
  const blocks = [...document.querySelectorAll("[data-parameters]")].map((block) => {
    const code = block.querySelector("pre > code")
    return { code, built: code.cloneNode(true), parameters: JSON.parse(block.dataset.parameters) }
  })

  const textNodes = (element) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT), nodes = []
    while (walker.nextNode()) nodes.push(walker.currentNode)
    return nodes
  }

  // What the highlighter split over several nodes is replaced as a whole: the first node takes the new text.
  const replaceRange = (nodes, start, end, text) => {
    let offset = 0
    for (const { node, length } of nodes) {
      const from = Math.max(start, offset), to = Math.min(end, offset + length)
      if (from < to) {
        node.replaceData(from - offset, to - from, text)
        text = ""
      }
      offset += length
    }
  }

  const occurrences = (text, replacements) => {
    const escaped = [...replacements.keys()].sort((a, b) => b.length - a.length)
      .map((token) => token.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    return escaped.length ? [...text.matchAll(new RegExp(escaped.join("|"), "g"))] : []
  }

  const substitute = (code, replacements) => {
    const nodes = textNodes(code).map((node) => ({ node, length: node.length }))
    // From the end, so that the places still to come do not move.
    for (const match of occurrences(code.textContent, replacements).reverse()) {
      replaceRange(nodes, match.index, match.index + match[0].length, replacements.get(match[0]))
      for (const entry of nodes) entry.length = entry.node.length
    }
  }

  const showAll = () => {
    const values = store.read()
    for (const { code, built, parameters } of blocks) {
      const chosen = parameters.filter(({ name, pattern }) => values[name] && fits(values[name], pattern))
      code.replaceChildren(...built.cloneNode(true).childNodes)
      substitute(code, new Map(chosen.map(({ name, default: token }) => [token, values[name]])))
    }
  }

  const enliven = (field) => {
    const { parameter, default: token, pattern } = field.dataset
    const message = document.getElementById(field.getAttribute("aria-describedby"))
    const say = (refused) => {
      field.setAttribute("aria-invalid", String(refused))
      message.textContent = refused ? message.dataset.words : ""
    }
    const saved = store.read()[parameter]
    field.readOnly = false
    field.value = saved && fits(saved, pattern) ? saved : token
    field.addEventListener("input", () => {
      const value = field.value.trim(), refused = value !== "" && !fits(value, pattern)
      say(refused)
      if (refused) return
      const { [parameter]: _, ...others } = store.read()
      store.write(value && value !== token ? { ...others, [parameter]: value } : others)
      showAll()
    })
    return () => {
      const { [parameter]: _, ...others } = store.read()
      store.write(others)
      field.value = token
      say(false)
    }
  }

  for (const form of document.querySelectorAll("form.values")) {
    const resets = [...form.querySelectorAll("[data-parameter]")].map(enliven)
    const button = form.querySelector("button")
    button.hidden = false
    form.addEventListener("submit", (event) => event.preventDefault())
    form.addEventListener("reset", (event) => {
      event.preventDefault()
      for (const reset of resets) reset()
      showAll()
    })
  }

  showAll()
  addEventListener("storage", showAll)
})()
