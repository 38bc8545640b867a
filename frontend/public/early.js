// What must not wait for the application's code: the chosen theme, so that the other one never flashes, and the first
// answer of the two pages that are opened in a rush, with its picture. A file of its own, because the server's content
// security policy forbids inline scripts. Everything here is a head start: the application works without it.
;(function () {
  try {
    var chosen = localStorage.getItem('doorbuster.theme')
    if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen
  } catch (blocked) {
    // Storage may be switched off; the system's preference applies then.
  }

  var sale = /^\/sales\/([^/]+)$/.exec(location.pathname)
  var url = sale ? '/api/v1/sales/' + sale[1] : location.pathname === '/' ? '/api/v1/sales?limit=100' : null
  if (!url) return

  var early = { url: url, sent: performance.now(), received: 0, response: null }
  early.response = fetch(url, { credentials: 'same-origin', headers: { Accept: 'application/json' } }).then(function (response) {
    early.received = performance.now()
    return response
  })
  window.doorbusterEarly = early

  // The sale that the list will lead with: the same order as in src/features/sales/arrange.ts.
  var rank = { live: 0, paused: 1, sold_out: 2, scheduled: 3 }
  function lead(sales) {
    return sales
      .filter(function (one) {
        return one.status in rank
      })
      .sort(function (a, b) {
        var turn = a.status === 'scheduled' ? 'starts_at' : 'ends_at'
        return rank[a.status] - rank[b.status] || Date.parse(a[turn]) - Date.parse(b[turn])
      })[0]
  }

  function show(shown) {
    var plate = document.getElementById('early-plate')
    if (!plate || !shown || !shown.product.image_url) return
    var image = new Image(1200, 900)
    image.alt = ''
    image.fetchPriority = 'high'
    image.className = 'absolute inset-0 size-full object-cover'
    image.src = shown.product.image_url
    plate.appendChild(image)
    plate.hidden = false
  }

  early.response
    .then(function (response) {
      return response.ok ? response.clone().json() : null
    })
    .then(function (answer) {
      if (!answer) return
      var shown = answer.items ? lead(answer.items) : answer
      // The answer may come before the page's body does.
      if (document.getElementById('root')) show(shown)
      else document.addEventListener('DOMContentLoaded', show.bind(null, shown))
    })
    .catch(function () {
      // The application asks again and says what is wrong.
    })
})()
