/** The nonce with which this page may add style elements; the server writes it into the page. */
export const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''

/**
 * Some parts of the component library (the scroll lock of drawers, the scroll bar's measure) make style elements
 * and know no nonce; without this the browser refuses them.
 */
function giveStylesTheNonce(): void {
  // Only the overloads for old tag names are deprecated; taking the method as a value names all of them.
  /* eslint-disable @typescript-eslint/no-deprecated */
  const create = document.createElement.bind(document)
  document.createElement = (name: string, options?: ElementCreationOptions): HTMLElement => {
    const element = create(name, options)
    if (element instanceof HTMLStyleElement) element.nonce = nonce
    return element
  }
  /* eslint-enable @typescript-eslint/no-deprecated */
}

giveStylesTheNonce()
