import './styles/desk/all.css'

// On a phone a row of pages is pushed aside: the page that is open comes into sight.
for (const row of document.querySelectorAll('.desk-nav')) {
  const open = row.querySelector('[aria-current]')?.getBoundingClientRect()
  const seen = row.getBoundingClientRect()
  if (open) row.scrollLeft += open.left + open.width / 2 - seen.left - seen.width / 2
}
