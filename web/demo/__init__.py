"""The demo: Thanh Liêm in the autumn of 2023, told through the real use cases. All people are invented."""
