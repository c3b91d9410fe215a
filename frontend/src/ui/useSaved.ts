import { App } from 'antd'
import { useSentence } from './States'

/** What a change answers on the screen: a short word when it is kept, the sentence of the server when it is not. */
export function useSaved(): (said: string, then?: () => void) => { onSuccess: () => void; onError: (error: unknown) => void } {
  const { message } = App.useApp()
  const sentence = useSentence()
  return (said, then) => ({
    onSuccess: () => {
      void message.success(said)
      then?.()
    },
    onError: (error) => void message.error(sentence(error), 6),
  })
}
