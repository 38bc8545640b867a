// What must not wait for the application's code: the chosen theme, so that the other one never flashes, and the first
// answer of the pages that are opened in a rush, with its picture. A file of its own, because the server's content
// security policy forbids inline scripts. Everything here is a head start: the application works without it.
;(function () {
  try {
    var chosen = localStorage.getItem('doorbuster.theme')
    if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen
  } catch (blocked) {
    // Storage may be switched off; the system's preference applies then.
  }

  var page = /^\/(?:(sales|products)(?:\/([^/]+))?)?$/.exec(location.pathname)
  if (!page) return
  var url = null
  if (page[2]) url = '/api/v1/' + page[1] + '/' + page[2]
  else if (page[1] === 'products') url = location.search ? null : '/api/v1/products?limit=24&facets=true'
  else url = '/api/v1/sales?limit=100'
  // The frame in index.html, with what this page has and others have not.
  whenThere(function () {
    if (!(page[1] === 'sales' && page[2])) reveal('early-search')
    if (page[1] === 'products' && page[2]) reveal('early-path')
  })
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

  // As soon as the frame is there, and not when the page is loaded: that waits for the application's code, and what was
  // drawn in the meantime would move. The plate is the frame's last part.
  function whenThere(draw) {
    if (document.readyState !== 'loading' || document.getElementById('early-plate')) return draw()
    var seen = new MutationObserver(function () {
      if (!document.getElementById('early-plate')) return
      seen.disconnect()
      draw()
    })
    seen.observe(document.documentElement, { childList: true, subtree: true })
  }

  function reveal(id) {
    var element = document.getElementById(id)
    if (element) element.hidden = false
    return element
  }

  // What a page shows largest: a product's own picture, or that of what a sale sells.
  function pictureOf(shown) {
    if (shown.images) return shown.images[0]
    var sold = shown.product
    return sold && (sold.image || (sold.image_url && { url: sold.image_url }))
  }

  function show(shown) {
    var picture = shown && pictureOf(shown)
    var plate = picture && reveal('early-plate')
    if (!plate) return
    var image = new Image(1200, 900)
    image.alt = ''
    image.fetchPriority = 'high'
    image.className = 'absolute inset-0 size-full object-cover'
    var best = picture.sources && picture.sources[0]
    if (best) {
      image.sizes = '(width >= 82rem) 44rem, (width >= 68rem) 54vw, 100vw'
      image.srcset = best.srcset
    }
    image.src = picture.url
    plate.appendChild(image)
  }

  early.response
    .then(function (response) {
      return response.ok ? response.clone().json() : null
    })
    .then(function (answer) {
      // A list of products, or of all the sales, has no picture of its own to lead with.
      if (!answer || (answer.items && page[1])) return
      // The answer may come before the page's body does.
      whenThere(show.bind(null, answer.items ? lead(answer.items) : answer))
    })
    .catch(function () {
      // The application asks again and says what is wrong.
    })
})()
