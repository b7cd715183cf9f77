package io.github.azuredevicecode.standin.behavior;

import java.util.Map;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Endpoint that shows and changes the behavior.
 */
@RestController
class BehaviorController {

	private final Behavior behavior;

	BehaviorController(Behavior behavior) {
		this.behavior = behavior;
	}

	@GetMapping(BehaviorConfiguration.PATH)
	Map<String, String> show() {
		return this.behavior.asMap();
	}

	// Only JSON, which a page of another site cannot send
	@PostMapping(path = BehaviorConfiguration.PATH, consumes = MediaType.APPLICATION_JSON_VALUE)
	Map<String, String> change(@RequestBody Map<String, Object> changes) {
		this.behavior.change(changes);
		return this.behavior.asMap();
	}

	@ExceptionHandler
	ResponseEntity<Map<String, String>> refuse(IllegalArgumentException exception) {
		return ResponseEntity.badRequest().body(Map.of("problem", String.valueOf(exception.getMessage())));
	}

}
