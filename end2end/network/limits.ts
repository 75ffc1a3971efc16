// How long a person may have to wait, in milliseconds.

/** From a fault to `reconnecting`. */
export const NOTICED_MS = 3000;
/** From the network's return to the picture's. */
export const BACK_MS = 5000;
/** Without a new frame, where the way between the two is whole. */
export const GAP_MS = 2000;
/** From the loss of the server to a sign of it. */
export const SIGN_MS = 20_000;
/** From the server's return to the end of that sign. */
export const SIGN_GONE_MS = 10_000;
/** From the moment somebody vanishes to a free seat. */
export const SEAT_MS = 20_000;
/** A test may be late by this much, because machines that run tests are slow and shared. */
export const SLACK_MS = 1500;
/** How long to wait for a figure that may be above its limit: a number tells more than a timeout. */
export const PATIENCE_MS = 30_000;
