/**
 * Opens a page of the shop that only its owner may read, in a tab of its own: to read, to print, to keep. A link could not
 * send the access token along, so the page is fetched and shown as a copy. A copy keeps to the content policy of the page
 * that made it: no script runs in it.
 */
export async function openDocument(load: () => Promise<Blob>, fileName: string): Promise<void> {
  // In the press itself: a tab that comes after the answer is a pop-up, which browsers hold back.
  const tab = window.open('', '_blank')
  try {
    const url = URL.createObjectURL(await load())
    if (tab === null) download(url, fileName)
    else show(tab, url)
  } catch (error) {
    tab?.close()
    throw error
  }
}

/** The copy lives as long as this page, so that its tab can be loaded again. */
function show(tab: Window, url: string): void {
  tab.opener = null
  tab.location.replace(url)
}

/** A file that a link could not fetch for the same reason: it goes where the browser keeps what was downloaded. */
export async function saveDocument(load: () => Promise<Blob>, fileName: string): Promise<void> {
  const url = URL.createObjectURL(await load())
  download(url, fileName)
  URL.revokeObjectURL(url)
}

/** Where no tab may be opened, the page becomes a file. */
function download(url: string, fileName: string): void {
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
}
