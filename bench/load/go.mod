module playmesh/load

go 1.25.0
