"""What happens: one engine for one playthrough, a thousand forecasts and a hundred thousand plays."""
