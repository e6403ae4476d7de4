using NsmPS.Adapter.Hosting;

return await AdapterProgram.RunAsync(args);
