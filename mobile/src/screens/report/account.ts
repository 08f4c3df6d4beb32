import { setSetting, setting } from '../../store/settings'

const WHO = 'account' // written by the sign-in; null or nothing: nobody is signed in
const AUTHOR = 'author'

export interface Author {
  name: string
  email: string
}

/** Whether an appeal goes in the name of an account. Needs no network. */
export async function isSignedIn(): Promise<boolean> {
  return (await setting<Author | null>(WHO, null)) !== null
}

/** Who filed from this phone the last time, so that nobody types it twice. */
export async function lastAuthor(): Promise<Author> {
  return setting<Author>(AUTHOR, { name: '', email: '' })
}

export async function rememberAuthor({ name = '', email = '' }: Partial<Author>): Promise<void> {
  if (email) await setSetting(AUTHOR, { name, email }).catch(() => {}) // only a comfort
}
