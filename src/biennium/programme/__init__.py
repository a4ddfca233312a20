"""What one financial period promises: results, indicators, targets, texts, and their sealed versions."""
