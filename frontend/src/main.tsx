import 'virtual:tokens.css'
import '@/ui/theme/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Providers } from '@/app/Providers'
import { startTexts } from '@/lib/i18n'

const root = document.getElementById('root')

async function start(place: HTMLElement): Promise<void> {
  await startTexts()
  createRoot(place).render(
    <StrictMode>
      <Providers />
    </StrictMode>,
  )
}

if (root) void start(root)
