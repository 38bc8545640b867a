import { useEffect, useState } from 'react'
import { useLocation, useNavigate } from 'react-router'

/**
 * The token of a link in a mail. It comes behind the `#`, which browsers send to nobody, and leaves the address bar and
 * the history at once: who looks at this screen, or goes back to this page, does not find it.
 */
export function useMailedToken(): string | null {
  const { pathname, hash } = useLocation()
  const navigate = useNavigate()
  const [token, setToken] = useState<string | null>(null)
  const given = new URLSearchParams(hash.slice(1)).get('token')
  if (given !== null && given !== '' && given !== token) setToken(given)
  useEffect(() => {
    if (hash !== '') void navigate(pathname, { replace: true })
  }, [hash, navigate, pathname])
  return token
}
