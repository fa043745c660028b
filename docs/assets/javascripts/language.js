// The language switch leads to the same page; with this it stays on the section, too.
addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest("a[data-language]")
  if (link) link.hash = location.hash
}, true)
