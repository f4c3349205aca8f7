// The loader comes here.
