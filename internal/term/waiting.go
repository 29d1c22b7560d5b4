package term

// MostWaiting is how many unread bytes a pipe holds, and so the most that Waiting sees.
const MostWaiting = 64 << 10
