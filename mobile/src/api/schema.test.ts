import openapiTS, { astToString, COMMENT_HEADER } from 'openapi-typescript'
import { expect, test } from 'vitest'
import described from '../../../docs/openapi.json?raw'
import committed from './schema.ts?raw'

test('the types of the API are those of docs/openapi.json: `npm run schema` makes them anew', async () => {
  const made = astToString(await openapiTS(described, { defaultNonNullable: false }))
  expect(committed).toBe(COMMENT_HEADER + made)
})
