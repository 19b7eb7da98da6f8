import { sweepFaults } from "../testing/fault_sweep.ts";
import { wiringScenarios } from "../testing/scenarios.ts";

const scenarios = await wiringScenarios();
// They ask for the same.
sweepFaults(scenarios, scenarios.slice(0, 1));
