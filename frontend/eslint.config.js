import js from '@eslint/js'
import jsxA11y from 'eslint-plugin-jsx-a11y'
import reactHooks from 'eslint-plugin-react-hooks'
import { readdirSync } from 'node:fs'
import globals from 'globals'
import tseslint from 'typescript-eslint'

const features = readdirSync(new URL('./src/features', import.meta.url))

/** Forbids imports that match a pattern, with the sentence that says where the thing belongs. */
function forbid(files, rules) {
  const patterns = rules.map(([regex, message]) => ({ regex, message }))
  return { files, rules: { 'no-restricted-imports': ['error', { patterns }] } }
}

const far = ['^\\.\\./\\.\\./\\.\\./', 'Write @/... for anything further than two folders away.']
const noFeature = ['^@/(features|app)/', 'lib and ui know nothing of features or the app.']

export default tseslint.config(
  { ignores: ['dist', 'src/lib/generated'] },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    plugins: { 'react-hooks': reactHooks, 'jsx-a11y': jsxA11y },
    rules: {
      ...reactHooks.configs.recommended.rules,
      ...jsxA11y.configs.strict.rules,
      // Numbers in template strings read well and are safe.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Event handlers that start a promise are React's normal form; query errors are shown by the query.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'max-lines': ['error', 400],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 6],
      'no-restricted-globals': ['error', { name: 'fetch', message: 'Call the generated client in @/lib/http.' }],
    },
  },
  { files: ['*.js', 'scripts/*.mjs'], languageOptions: { globals: globals.node } },
  forbid(['src/app/**'], [far]),
  forbid(['src/lib/**'], [far, noFeature, ['^@/ui/', 'lib stands below ui.']]),
  forbid(['src/ui/**'], [far, noFeature]),
  ...features.map((name) =>
    forbid([`src/features/${name}/**`], [
      far,
      ['^@/app/', 'Features do not know the app that joins them.'],
      [`^@/features/(?!${name}/)`, 'A feature never imports another; share through @/ui or @/lib, or link by address.'],
    ]),
  ),
)
