"""What supervisors see, one module for each part of their pages."""
