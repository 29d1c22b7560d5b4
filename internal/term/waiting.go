package term

// MostWaiting is the number of unread bytes that a pipe holds, and so the most that Waiting sees.
const MostWaiting = 64 << 10
