import type { Component } from 'svelte'
import type { OwnAppeal } from '../../../account/appeal'
import Clarify from './Clarify.svelte'
import Confirm from './Confirm.svelte'
import Rate from './Rate.svelte'
import Reply from './Reply.svelte'
import Withdraw from './Withdraw.svelte'

/** By what may be done. A deed that this app does not know yet has no form: the portal's page has. */
export const FORMS: Readonly<Partial<Record<OwnAppeal['may'][number], Component<{ appeal: OwnAppeal }>>>> = {
  clarify: Clarify,
  confirm: Confirm,
  rate: Rate,
  reply: Reply,
  withdraw: Withdraw,
}
