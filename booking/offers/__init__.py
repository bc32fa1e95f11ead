"""What providers give: offers under the concerns people name, with texts per language."""
