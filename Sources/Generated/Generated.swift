// The module of the reference application's models. The build plugin fills it from `spec/`; this file only gives the
// target a source of its own, without which SwiftPM would take the folder for empty.
