/** Photos from the camera or the gallery, as the phone gives them; `pictures.prepare` makes them small. */
export interface Camera {
  /** A photo taken now; null when the person changed their mind. Throws NoPhotos. */
  take(): Promise<File | null>
  /** Up to `most` photos of the gallery, none when the person changed their mind. Throws NoPhotos. */
  pick(most: number): Promise<File[]>
}

/** denied: the phone's settings forbid it. broken: no camera, or it failed. */
export class NoPhotos extends Error {
  constructor(readonly why: 'denied' | 'broken') {
    super(why)
  }
}

export { camera } from '@here/camera'
