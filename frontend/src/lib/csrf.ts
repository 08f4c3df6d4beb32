/** Django's token, out of the form that holds the element. "" where the form has none. */
export function csrfToken(element: Element): string {
  const form = element.closest('form') ?? document
  return form.querySelector<HTMLInputElement>('input[name=csrfmiddlewaretoken]')?.value ?? ''
}
