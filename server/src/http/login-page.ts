/** What a browser gets in place of the studio where the server asks for a token. Works without the studio's own code. */
export const LOGIN_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>Frameloom: token</title>
    <style>
      :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
      body { min-height: 100vh; margin: 0; display: grid; place-content: center; }
      form { display: grid; gap: 0.75rem; width: 22rem; }
      input, button { font: inherit; padding: 0.5rem; }
    </style>
  </head>
  <body>
    <form>
      <label for="token">Token that the server printed when it was started</label>
      <input id="token" type="password" autocomplete="current-password" required autofocus />
      <button>Open the studio</button>
      <p role="alert"></p>
    </form>
    <script src="/login.js"></script>
  </body>
</html>
`

/** Exchanges the token of the address or of the form for a cookie that scripts cannot read, and loads the studio. */
export const LOGIN_SCRIPT = `const form = document.querySelector('form')
const alert = document.querySelector('[role=alert]')

async function logIn(token) {
  const headers = { 'Content-Type': 'application/json' }
  const answer = await fetch('/api/login', { method: 'POST', headers, body: JSON.stringify({ token }) })
  if (answer.ok) location.replace('/')
  else alert.textContent = 'This is not the token of this server.'
}

form.addEventListener('submit', (event) => {
  event.preventDefault()
  void logIn(document.querySelector('#token').value)
})
const given = new URLSearchParams(location.hash.slice(1)).get('token')
if (given !== null) {
  history.replaceState(null, '', '/')
  void logIn(given)
}
`
