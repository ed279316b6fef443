"""What the clients and the brokers do if nobody says otherwise, read from themselves."""
