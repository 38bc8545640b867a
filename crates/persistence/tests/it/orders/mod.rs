mod buy;
