"""allauth's views, our pages: sign-in, registration, passwords, second factors, sessions, addresses."""
