package term

// MostWaiting is what a pipe holds of what nobody has read yet, in bytes, and so the most that
// Waiting sees.
const MostWaiting = 64 << 10
