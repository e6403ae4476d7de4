using NsmPS.Sandbox.Hosting;

return await SandboxProgram.RunAsync(args);
