// Runs before the first paint so that a chosen theme never flashes the other one. A file of its own, because the
// server's content security policy forbids inline scripts.
try {
  var chosen = localStorage.getItem('doorbuster.theme')
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen
} catch (blocked) {
  // Storage may be switched off; the system's preference applies then.
}
