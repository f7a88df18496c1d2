package grpc

// Call makes a unary call. done is called once, with the response, which is its to keep, or with a Status that is not OK.
func (c *Conn) Call(path string, headers []Header, request []byte, done func(response []byte, replica string, err error)) {
	c.Open(path, headers, &call{done: done}).Send(request, true)
}

type call struct {
	done     func([]byte, string, error)
	response []byte
	replica  string
}

func (c *call) Header(name, value string) {
	if name == "x-playmesh-replica" {
		c.replica = value
	}
}

func (c *call) Message(message []byte) { c.response = append([]byte{}, message...) }

func (c *call) Ended(status Status) {
	switch {
	case status.Code != OK:
		c.done(nil, c.replica, status)
	case c.response == nil:
		c.done(nil, c.replica, Status{Code: Unknown, Message: "no message"})
	default:
		c.done(c.response, c.replica, nil)
	}
}
