"""The pages, visited as people visit them: by links and buttons, without JavaScript."""
