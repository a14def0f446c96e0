/**
 * What a browser with scripts can do besides: a picture is dropped or pasted, and shown before it is sent. It only fills
 * in the form, which works without it.
 */
export const script = `
const form = document.querySelector('form[data-most]')
const inputs = form ? [...form.querySelectorAll('input[type=file]')] : []
const [main] = inputs
const said = form?.querySelector('[data-said]')
const shown = form?.querySelector('img[data-preview]')

function choose(input) {
  for (const other of inputs) if (other !== input) other.value = ''
  const [file] = input.files
  const isLarge = file !== undefined && file.size > Number(form.dataset.most)
  if (isLarge) input.value = ''
  said.textContent = isLarge ? form.dataset.large : file ? form.dataset.chosen.replace('%', file.name) : ''
  if (shown.src) URL.revokeObjectURL(shown.src)
  shown.hidden = !file || isLarge
  if (!shown.hidden) shown.src = URL.createObjectURL(file)
  main.required = inputs.every((one) => one.files.length === 0)
}

function take(data) {
  const file = [...(data?.files ?? [])].find(({ type }) => type.startsWith('image/'))
  if (!file) return false
  const holder = new DataTransfer()
  holder.items.add(file)
  main.files = holder.files
  choose(main)
  form.closest('details').open = true
  form.querySelector('textarea').focus()
  return true
}

if (form) {
  form.classList.add('takes')
  for (const input of inputs) input.addEventListener('change', () => choose(input))
  document.addEventListener('paste', (event) => {
    if (take(event.clipboardData)) event.preventDefault()
  })
  document.addEventListener('dragover', (event) => {
    if (![...event.dataTransfer.types].includes('Files')) return
    event.preventDefault()
    form.classList.add('over')
  })
  document.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) form.classList.remove('over')
  })
  document.addEventListener('drop', (event) => {
    form.classList.remove('over')
    if ([...event.dataTransfer.types].includes('Files')) event.preventDefault()
    take(event.dataTransfer)
  })
  form.addEventListener('submit', () => {
    form.querySelector('button').disabled = true
  })
  addEventListener('pageshow', () => {
    form.querySelector('button').disabled = false
  })
}
`
