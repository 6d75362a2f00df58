// Nobody has said their name yet: what someone before them typed in this tab is not theirs.

try {
  sessionStorage.clear();
} catch {
  // storage is closed to frames in some browsers: then nothing was kept
}
