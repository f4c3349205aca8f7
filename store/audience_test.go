package store

import (
	"testing"

	"crossroads/store/storetest"
)

func TestAudiences(t *testing.T) {
	storetest.RunAudiences(t, func(t *testing.T) storetest.Seen { return openTest(t, newPath(t), Options{}) })
}
