// A page is built once, so it says the day of a measurement; how long ago that is depends on when it is read.
const OLD = 30 // days, after which it fades
for (const time of document.querySelectorAll(".mirrors time")) {
  const days = Math.floor((Date.now() - Date.parse(time.dateTime)) / 86400000)
  if (days < 0) continue
  if (time.dataset.ago) time.after(` (${time.dataset.ago.replace("{days}", days)})`)
  time.closest("p, li").classList.toggle("mirrors__old", days > OLD)
}
