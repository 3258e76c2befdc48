// The build plugin fills this module from `spec/`.
